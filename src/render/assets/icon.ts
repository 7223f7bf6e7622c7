/** The mark of the paper: a column rule and a dot, for the tab of a browser. */
export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="5" fill="#1b1a17"/><path d="M9 7h6c6 0 9 3.5 9 9s-3 9-9 9H9z" fill="none" stroke="#fdfcf9" stroke-width="3"/><circle cx="15" cy="16" r="2.5" fill="#ff9a7f"/></svg>';
