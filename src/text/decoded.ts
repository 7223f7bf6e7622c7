/** A part of an address without its percent-encoding; as it is where a sign of percent is only one. */
export function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
