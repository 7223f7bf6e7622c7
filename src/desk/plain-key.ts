/** The key that was pressed by itself, while nobody writes; null for any other. */
export function plainKey({ key, target, ctrlKey, metaKey, altKey }: KeyboardEvent): string | null {
  const isWriting =
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
  return ctrlKey || metaKey || altKey || isWriting ? null : key;
}
