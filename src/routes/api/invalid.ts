import type { z } from "@hono/zod-openapi";
import type { Problem } from "../../http/problem.ts";

type Issue = z.core.$ZodIssue;

/**
 * 422 with a pointer to each field that is not as it should be.
 *
 * @param inBody whether they are fields of a JSON body, and no parameters
 */
export function invalidFields(issues: Issue[], inBody = true): Problem {
  const errors = issues.flatMap(nearest).flatMap((issue) => {
    const names =
      issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    const detail = issue.code === "unrecognized_keys" ? "is not a field" : issue.message;
    return names.map((path) => ({ pointer: inBody ? pointer(path) : path.map(String).join("."), detail }));
  });
  return { status: 422, detail: "Some fields are not as they should be.", errors };
}

/** What is wrong with the form of a value that it comes nearest to, where it may have several. */
function nearest(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const [closest = []] = [...issue.errors].sort((a, b) => a.length - b.length);
  return closest.map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
}

/** A JSON Pointer as a URI fragment (RFC 6901 §6). */
function pointer(path: PropertyKey[]): string {
  const escaped = (key: PropertyKey) =>
    encodeURIComponent(String(key).replaceAll("~", "~0").replaceAll("/", "~1"));
  return ["#", ...path.map(escaped)].join("/");
}
