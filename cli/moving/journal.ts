import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { Failure } from "../failure.ts";

/** What an import has done so far, line by line, so that it can be gone on with. */
type Line =
  | { newsroom: string }
  | { file: string; id: string; path: string }
  | { story: string; id: string }
  | { comments: string };

export class Journal {
  private readonly path: string | null;
  private readonly files = new Map<string, { id: string; path: string }>();
  private readonly stories = new Map<string, string>();
  private readonly commented = new Set<string>();

  /**
   * @param path of its file; null for one that keeps nothing
   * @throws Failure where the file is that of another newsroom
   */
  constructor(path: string | null, newsroom: string) {
    this.path = path;
    const known = path && existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
    // The last line may be half of one.
    const lines = known.slice(0, -1).map((line) => JSON.parse(line) as Line);
    for (const line of lines) {
      if ("newsroom" in line && line.newsroom !== newsroom)
        throw new Failure(`${path} tells of an import into ${line.newsroom}: move it away, or import there.`);
      this.take(line);
    }
    if (path && known.length > 0 && known.at(-1) !== "") appendFileSync(path, "\n");
    if (lines.length === 0) this.write({ newsroom });
  }

  get hasBegun(): boolean {
    return this.stories.size > 0;
  }

  fileAt(url: string): { id: string; path: string } | undefined {
    return this.files.get(url);
  }

  idOf(entryId: string): string | undefined {
    return this.stories.get(entryId);
  }

  isCommented(entryId: string): boolean {
    return this.commented.has(entryId);
  }

  noteFile(url: string, file: { id: string; path: string }): void {
    this.write({ file: url, ...file });
  }

  noteStory(entryId: string, id: string): void {
    this.write({ story: entryId, id });
  }

  noteComments(entryId: string): void {
    this.write({ comments: entryId });
  }

  private write(line: Line): void {
    if (this.path) appendFileSync(this.path, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    this.take(line);
  }

  private take(line: Line): void {
    if ("file" in line) this.files.set(line.file, { id: line.id, path: line.path });
    else if ("story" in line) this.stories.set(line.story, line.id);
    else if ("comments" in line) this.commented.add(line.comments);
  }
}
