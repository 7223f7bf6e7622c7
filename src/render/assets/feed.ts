/** What makes a feed readable for a person who opens it in a browser. */
export const FEED = `
@namespace atom "http://www.w3.org/2005/Atom";
rss, atom|feed { display: block; max-width: 42rem; margin: 0 auto; padding: 2rem 1rem; font: 1.125rem/1.6 Georgia, serif; color-scheme: light dark; background: light-dark(#fdfcf9, #16171a); color: light-dark(#1b1a17, #e9e6df); }
rss::before, atom|feed::before { display: block; margin-bottom: 2rem; padding-bottom: 1rem; border-bottom: 1px solid; font: .9375rem/1.5 system-ui, sans-serif; content: "This is a feed. Copy its address from the address bar into a feed reader, and new stories will come to you. The page /subscribe on this site explains how."; }
channel, item, atom|entry { display: block; }
channel > *, atom|feed > *, item > *, atom|entry > * { display: none; }
channel > item, atom|feed > atom|entry { display: block; margin-top: 1.5rem; padding-top: 1.5rem; border-top: 1px solid light-dark(#d8d4c8, #36373b); }
channel > title, atom|feed > atom|title { display: block; font-size: 2rem; font-weight: 700; }
channel > description, atom|feed > atom|subtitle { display: block; font-style: italic; }
item > title, atom|entry > atom|title { display: block; font-size: 1.375rem; font-weight: 700; line-height: 1.25; }
item > description, atom|entry > atom|summary { display: block; }
item > pubDate, atom|entry > atom|published, item > link { display: block; font: .875rem/1.5 system-ui, sans-serif; color: light-dark(#5d5950, #aaa69b); overflow-wrap: anywhere; }
`.trim();
