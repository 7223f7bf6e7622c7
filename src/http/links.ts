/** A link of a `Link` header (RFC 8288 §3). */
export interface HeaderLink {
  /** As it stands there, possibly relative. */
  href: string;
  /** Lower case, possibly several. */
  rel: string[];
  type: string;
}

/** The links of a `Link` header; what cannot be read is left out. */
export function parseLinks(header: string | null): HeaderLink[] {
  const links = [
    ...(header ?? "").matchAll(/<([^<>]*)>((?:\s*;\s*[\w*-]+\s*(?:=\s*(?:"[^"]*"|[^\s",;]*))?)*)/g),
  ];
  return links.map(([, href = "", parameters = ""]) => {
    const value = (name: string) =>
      new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s",;]*))`, "i")
        .exec(parameters)
        ?.slice(1)
        .find(Boolean) ?? "";
    return {
      href: href.trim(),
      rel: value("rel").toLowerCase().split(/\s+/),
      type: value("type").toLowerCase(),
    };
  });
}
