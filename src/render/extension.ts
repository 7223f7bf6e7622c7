/** What `_dateline` means, for whoever meets it in a JSON Feed. */
export const EXTENSION = `The _dateline extension of JSON Feed 1.1

On a feed
  about     this text
  id        a tag URI (RFC 4151): the feed's id, the same in Atom
  scope     what the list is of: kind (home, tag, source, author, day, search,
            comments), slug, name, a source's own url
  previous, next  of a day: the days before and after it that have stories (title, url)
  updated   RFC 3339: the newest significant change among the entries, or of their leaving
  count     all articles of the list, not only those here
  sections  the most used tags (slug, name, url); in the home feed only
  front      of the front page: the slugs of the stories that its page shows first, where somebody said so
  programme  of a tag whose stories are episodes of sound: title, description, author, category, cover (a
            picture's url), image (see below), explicit, type, guid, funding, owner
  deleted   entries withdrawn in the last 30 days (RFC 6721): id, when

On an item
  slug, direction, words  the end of its path; ltr or rtl; the length of its text in words
  standfirst              the sentence under the headline
  tags                    slug, name and url of each
  source                  the publication that had it first: slug, name, url, its page here, feed_url, feed_id,
                          and policy (excerpt or link) where it is not shown in full
  key_points              the sentences that carry the story, and how they were made: selected from it
  corrections             what was wrong, each with its day and text; told at the end of the content, too
  episode                 number, season and type (full, trailer, bonus) of an episode of a programme
  stated                  the date its source gave it, where that cannot be: it orders nothing
  linked                  true where its page asks other servers for pictures or sound
  image                   of the item's image: alt text, credit, width and height in pixels; colour, that of
                          all its pixels together; forms, the widths of smaller ones by media type. One of
                          640 pixels is at the image's url with -640.avif (.webp, .jpg, .png) for its ending
  pictures                the same, with url, of the pictures in its text that are kept here, where it
                          stands alone
  comments                count: how many may be read; updated: when the newest was approved. Their
                          feeds are at the item's url + /comments/atom.xml, /rss.xml, /feed.json
  in_reply_to             of a comment: id and url of what it answers (RFC 4685)
  section                 the first of its tags that another story carries, too, where it stands alone
  related                 what to read next, where the article stands alone: title, url (here), source,
                          published, language, the tags that both have, and same where it is another
                          publication's report of the same event
  previous, next          the stories published before and after it, where it stands alone: title, url,
                          language
  thread                  where the article stands alone: open, whether comments may be written; token,
                          what the form for one carries; the oldest comments with their replies (id,
                          name, html, published); more, where there is a second page
  transcript, chapters    where it stands alone, of its sound: what is said, and where its parts begin (start in
                          seconds where it is known, text, and who speaks)
  texts                   the files of these: kind, url and mime_type
  shortened               true where the full content was left out to keep the list under 2 MiB;
                          it is at the item's url
`;
