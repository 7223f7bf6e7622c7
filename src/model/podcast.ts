import type { PictureFacts } from "./document.ts";
import type { MediaId } from "./media.ts";

/** Apple's categories and their subcategories (https://podcasters.apple.com/support/1691-apple-podcasts-categories). */
const WRITTEN_CATEGORIES = `
Arts: Books, Design, Fashion & Beauty, Food, Performing Arts, Visual Arts
Business: Careers, Entrepreneurship, Investing, Management, Marketing, Non-Profit
Comedy: Comedy Interviews, Improv, Stand-Up
Education: Courses, How To, Language Learning, Self-Improvement
Fiction: Comedy Fiction, Drama, Science Fiction
Government:
History:
Health & Fitness: Alternative Health, Fitness, Medicine, Mental Health, Nutrition, Sexuality
Kids & Family: Education for Kids, Parenting, Pets & Animals, Stories for Kids
Leisure: Animation & Manga, Automotive, Aviation, Crafts, Games, Hobbies, Home & Garden, Video Games
Music: Music Commentary, Music History, Music Interviews
News: Business News, Daily News, Entertainment News, News Commentary, Politics, Sports News, Tech News
Religion & Spirituality: Buddhism, Christianity, Hinduism, Islam, Judaism, Religion, Spirituality
Science: Astronomy, Chemistry, Earth Sciences, Life Sciences, Mathematics, Natural Sciences, Nature, Physics, Social Sciences
Society & Culture: Documentary, Personal Journals, Philosophy, Places & Travel, Relationships
Sports: Baseball, Basketball, Cricket, Fantasy Sports, Football, Golf, Hockey, Rugby, Running, Soccer, Swimming, Tennis, Volleyball, Wilderness, Wrestling
Technology:
True Crime:
TV & Film: After Shows, Film History, Film Interviews, Film Reviews, TV Reviews`;

const CATEGORIES = new Map(
  WRITTEN_CATEGORIES.trim()
    .split("\n")
    .map((line): [string, string[]] => {
      const [name = "", parts = ""] = line.split(":");
      return [name, parts.split(",").map((part) => part.trim())];
    }),
);

/** Whether apps know a category, and within it a subcategory where one is named. */
export function isCategory(category: string, subcategory?: string): boolean {
  const parts = CATEGORIES.get(category);
  return parts !== undefined && (subcategory === undefined || parts.includes(subcategory));
}

/** Pixels of a cover, which is square, JPEG or PNG (https://podcasters.apple.com/support/896-artwork-requirements). */
export const COVER = { least: 1400, most: 3000, types: ["image/jpeg", "image/png"] } as const;

/** What a tag whose stories have sound says of itself to podcast apps. */
export interface Programme {
  title: string;
  description: string;
  author: string;
  category: string;
  subcategory?: string | undefined;
  cover: MediaId;
  explicit: boolean;
  /** Heard in any order, the newest first, or one after the other. */
  type: "episodic" | "serial";
  /** Where its listeners may give something for it. */
  funding?: { url: string; text: string } | undefined;
  /** Whom directories write to; told to the world only where that is wanted. */
  owner?: { name: string; email: string; public: boolean } | undefined;
}

/** What the world is told of it. URLs are absolute. */
export interface ProgrammeFacts
  extends Pick<
    Programme,
    "title" | "description" | "author" | "category" | "subcategory" | "explicit" | "type" | "funding"
  > {
  /** For ever the same, whatever address it has (https://podcasting2.org/docs/podcast-namespace/tags/guid). */
  guid: string;
  cover: string;
  image: PictureFacts;
  owner?: { name: string; email: string } | undefined;
}

/** Which episode of a programme an article is. */
export interface Episode {
  number?: number | undefined;
  season?: number | undefined;
  type?: "full" | "trailer" | "bonus" | undefined;
}
