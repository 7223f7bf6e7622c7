import type { ArticleId, Millis } from "../../model/article.ts";
import type { Person, PersonId } from "../../model/people.ts";

/** Somebody who says nothing for so long is there no more, ms: a page says it every 15 s. */
const GONE_MS: Millis = 40_000;

/** Who has which story open at this moment. Kept in memory: nobody needs to know it later. */
export class Presence {
  private readonly stories = new Map<ArticleId, Map<PersonId, { name: string; at: Millis }>>();

  /** Notes that somebody has a story open. @returns the names of the others who have */
  note(id: ArticleId, person: Person, now: Millis): string[] {
    for (const [story, people] of this.stories) {
      for (const [each, { at }] of people) if (at + GONE_MS <= now) people.delete(each);
      if (people.size === 0) this.stories.delete(story);
    }
    const here = this.stories.get(id) ?? new Map<PersonId, { name: string; at: Millis }>();
    here.set(person.id, { name: person.name, at: now });
    this.stories.set(id, here);
    return [...here].flatMap(([each, { name }]) => (each === person.id ? [] : [name]));
  }
}
