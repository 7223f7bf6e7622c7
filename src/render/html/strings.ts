/** Every word of the interface, in the languages that ship. */
export interface Strings {
  skip: string;
  home: string;
  tags: string;
  sources: string;
  authors: string;
  subscribe: string;
  sections: string;
  more: string;
  feeds: string;
  feedOf: (name: string) => string;
  tag: string;
  source: string;
  author: string;
  stories: (count: number) => string;
  by: string;
  and: string;
  updated: string;
  original: (source: string) => string;
  originalLink: string;
  /** Where only an excerpt or the headline may be shown. */
  readAt: (source: string) => string;
  /** A date that cannot be, as its source gave it. */
  stated: (date: string) => string;
  lastStory: string;
  alsoReported: string;
  related: string;
  keyPoints: string;
  /** How they were made. */
  keyPointsSelected: string;
  listen: string;
  download: string;
  size: (megabytes: string) => string;
  emptyList: string;
  emptyListHelp: string;
  homePage: string;
  allTags: string;
  allSources: string;
  allAuthors: string;
  noneYet: string;
  subscribeTitle: string;
  subscribeLead: string;
  subscribeHow: string[];
  everything: string;
  oneSubject: string;
  openInReader: string;
  copy: string;
  copied: string;
  opml: string;
  footer: string;
  errors: Record<400 | 404 | 405 | 410 | 414 | 500 | 503, { title: string; text: string }>;
  latest: string;
  perhaps: string;
}

const EN: Strings = {
  skip: "Skip to content",
  home: "Front page",
  tags: "Tags",
  sources: "Sources",
  authors: "Authors",
  subscribe: "Subscribe",
  sections: "Sections",
  more: "More news",
  feeds: "Feeds",
  feedOf: (name) => `Feed of ${name}`,
  tag: "Tag",
  source: "Source",
  author: "Author",
  stories: (count) => (count === 1 ? "1 story" : `${count} stories`),
  by: "By",
  and: "and",
  updated: "Updated",
  original: (source) => `First published by ${source}.`,
  originalLink: "Read the original",
  readAt: (source) => `Read the whole story at ${source}`,
  stated: (date) => `Its source dates it ${date}`,
  lastStory: "last story",
  alsoReported: "Also reported by",
  related: "Related",
  keyPoints: "Key points",
  keyPointsSelected: "Sentences selected from the text by a program.",
  listen: "Attached",
  download: "Download",
  size: (megabytes) => `${megabytes} MB`,
  emptyList: "Nothing here at the moment.",
  emptyListHelp: "Stories will appear as soon as they are published. Its feeds are live already.",
  homePage: "Home page",
  allTags: "All tags",
  allSources: "All sources",
  allAuthors: "All authors",
  noneYet: "None yet.",
  subscribeTitle: "Subscribe",
  subscribeLead:
    "A feed brings every new story to an app of your choice: in order, complete, without an account, an algorithm or an e-mail.",
  subscribeHow: [
    "Choose a feed reader. There are free ones for every phone and computer: NetNewsWire, Feeder, Thunderbird, Miniflux and many more.",
    "Copy one of the addresses below, or open it in your reader with the link beside it.",
    "Paste it where your reader says “Add feed” or “Subscribe”. That is all: new stories arrive by themselves.",
  ],
  everything: "Everything",
  oneSubject: "One subject",
  openInReader: "Open in a reader",
  copy: "Copy",
  copied: "Copied",
  opml: "All feeds in one file (OPML)",
  footer: "Every list on this site is a feed.",
  errors: {
    400: {
      title: "That address makes no sense to us",
      text: "Part of it cannot be read. Try typing it again.",
    },
    404: {
      title: "There is no page here",
      text: "The address may be mistyped, or the link that brought you here out of date.",
    },
    405: { title: "That cannot be done here", text: "This page can only be read." },
    410: {
      title: "This story was withdrawn",
      text: "The editors took it back. It will not return at this address unless they publish it again.",
    },
    414: { title: "That address is too long", text: "No page of this site has an address of that length." },
    500: { title: "Something broke on our side", text: "It has been noted. Trying again may help." },
    503: {
      title: "We cannot reach this page right now",
      text: "It is still there. Please try again in a minute.",
    },
  },
  latest: "Latest stories",
  perhaps: "Perhaps you were looking for",
};

const AR: Strings = {
  skip: "انتقل إلى المحتوى",
  home: "الصفحة الأولى",
  tags: "الوسوم",
  sources: "المصادر",
  authors: "الكتّاب",
  subscribe: "اشترك",
  sections: "الأقسام",
  more: "مزيد من الأخبار",
  feeds: "الخلاصات",
  feedOf: (name) => `خلاصة ${name}`,
  tag: "وسم",
  source: "مصدر",
  author: "كاتب",
  stories: (count) => `عدد الأخبار: ${count}`,
  by: "بقلم",
  and: "و",
  updated: "حُدّث",
  original: (source) => `نُشر أولاً في ${source}.`,
  originalLink: "اقرأ الأصل",
  readAt: (source) => `اقرأ الخبر كاملاً في ${source}`,
  stated: (date) => `يؤرّخه مصدره في ${date}`,
  lastStory: "آخر خبر",
  alsoReported: "نشره أيضاً",
  related: "ذات صلة",
  keyPoints: "أهم النقاط",
  keyPointsSelected: "جمل اختارها برنامج من النص.",
  listen: "مرفقات",
  download: "تنزيل",
  size: (megabytes) => `${megabytes} م.ب`,
  emptyList: "لا شيء هنا الآن.",
  emptyListHelp: "ستظهر الأخبار حال نشرها. خلاصات هذه الصفحة تعمل منذ الآن.",
  homePage: "الموقع",
  allTags: "كل الوسوم",
  allSources: "كل المصادر",
  allAuthors: "كل الكتّاب",
  noneYet: "لا شيء بعد.",
  subscribeTitle: "اشترك",
  subscribeLead:
    "تحمل الخلاصة كل خبر جديد إلى تطبيق تختاره: بالترتيب، كاملاً، بلا حساب ولا خوارزمية ولا بريد.",
  subscribeHow: [
    "اختر قارئ خلاصات. توجد تطبيقات مجانية لكل هاتف وحاسوب.",
    "انسخ أحد العناوين أدناه، أو افتحه في قارئك بالرابط المجاور له.",
    "ألصقه حيث يقول قارئك «أضف خلاصة» أو «اشترك». هذا كل شيء: تصل الأخبار الجديدة وحدها.",
  ],
  everything: "كل الأخبار",
  oneSubject: "موضوع واحد",
  openInReader: "افتح في قارئ",
  copy: "انسخ",
  copied: "نُسخ",
  opml: "كل الخلاصات في ملف واحد (OPML)",
  footer: "كل قائمة في هذا الموقع خلاصة.",
  errors: {
    400: { title: "لم نفهم هذا العنوان", text: "جزء منه لا يُقرأ. حاول كتابته من جديد." },
    404: { title: "لا توجد صفحة هنا", text: "ربما كُتب العنوان خطأً، أو أن الرابط قديم." },
    405: { title: "لا يمكن ذلك هنا", text: "هذه الصفحة للقراءة فقط." },
    410: { title: "سُحب هذا الخبر", text: "سحبه المحررون، ولن يعود إلى هذا العنوان ما لم ينشروه من جديد." },
    414: { title: "العنوان أطول من اللازم", text: "لا صفحة في هذا الموقع بعنوان بهذا الطول." },
    500: { title: "حدث خلل عندنا", text: "سُجّل الخلل. قد تنفع المحاولة من جديد." },
    503: { title: "لا نصل إلى هذه الصفحة الآن", text: "ما زالت موجودة. حاول بعد دقيقة." },
  },
  latest: "آخر الأخبار",
  perhaps: "لعلك كنت تبحث عن",
};

/** The interface in a language (BCP 47): English where it has not been translated. */
export function stringsFor(language: string): Strings {
  return new Intl.Locale(language).language === "ar" ? AR : EN;
}
