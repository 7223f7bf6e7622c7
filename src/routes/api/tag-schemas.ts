import { z } from "@hono/zod-openapi";
import { LIMITS } from "../../model/limits.ts";
import { COVER, isCategory } from "../../model/podcast.ts";
import { isSlug } from "../../model/slug.ts";
import { line, named, webUrl } from "./fields.ts";

// What the API takes and gives of tags, and of programmes, which are tags.

const programme = z
  .strictObject({
    title: named(LIMITS.title),
    description: named(LIMITS.programmeText),
    author: named(LIMITS.name),
    category: z.string().max(100).openapi({ description: "One of Apple's, `News` for instance." }),
    subcategory: z.string().max(100).optional(),
    cover: z
      .string()
      .max(40)
      .openapi({
        description: `The id of a picture of \`/api/media\`: JPEG or PNG, square, ${COVER.least} to ${COVER.most} pixels on each side.`,
      }),
    explicit: z.boolean(),
    type: z.enum(["episodic", "serial"]),
    funding: z.strictObject({ url: webUrl, text: named(128) }).optional(),
    owner: z
      .strictObject({
        name: named(LIMITS.name),
        email: z.email().max(LIMITS.email),
        public: z
          .boolean()
          .openapi({ description: "Whether its feed says so: some directories write there." }),
      })
      .optional(),
  })
  .refine(({ category, subcategory }) => isCategory(category, subcategory), {
    ...{
      path: ["category"],
      message: "must be one of Apple's categories, and its subcategory one of its own",
    },
  })
  .openapi("Programme");

export const Tag = z
  .object({
    ...{
      slug: z.string(),
      label: z.string(),
      description: z.string(),
      aliases: z.array(z.string()),
      count: z.int(),
    },
    programme: programme.nullable(),
  })
  .openapi("Tag");
export const TagPage = z.object({ tags: z.array(Tag), next: z.string().nullable() }).openapi("TagPage");
export const TagPatch = z
  .strictObject({
    label: named(LIMITS.tagLabel),
    description: line(LIMITS.tagText).openapi({
      description: "What it is about, as its page and its feeds say; empty for nothing.",
    }),
    into: z
      .string()
      .refine(isSlug, "must be the slug of a tag")
      .openapi({ description: "The slug of another tag, whose part it becomes." }),
    programme: programme.nullable(),
  })
  .partial()
  .refine(({ into, ...others }) => !into || Object.values(others).every((other) => other === undefined), {
    ...{
      path: ["into"],
      message: "stands alone: what becomes a part of another tag has nothing of its own",
    },
  })
  .openapi("TagPatch");
