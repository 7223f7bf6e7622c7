// Small pictures, drawn for tests, and what cameras and editors hide in such.

const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));

/** 24 pixels wide, 16 high. */
export const JPEG = bytes(
  [
    "/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAA",
    "AABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAA",
    "ABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAA",
    "AAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAA",
    "AAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAA",
    "AABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDAA0JCgsK",
    "CA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYV",
    "FSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAAQABgDASIAAhEB",
    "AxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAQD/8QAJRAAAAUCBAcAAAAAAAAAAAAAAAEREhMCBQMGFFEEFSIkMUNh/8QAFwEA",
    "AwEAAAAAAAAAAAAAAAAAAgMEBf/EABsRAAIBBQAAAAAAAAAAAAAAAAAREgIDEyJh/9oADAMBAAIRAxEAPwDHLeX+e6nuoIG+",
    "tzlX6WwZky/yLTd1PO71taifT3ENtu/H2qTQY8UqP6KalRU8ke5hcrvx91j1+PLErOimlFRfBFsQhdMem5G7kb1IgAAA4//Z",
  ].join(""),
);
export const PNG = bytes(
  [
    "iVBORw0KGgoAAAANSUhEUgAAABgAAAAQCAYAAAAMJL+VAAAATklEQVR4AdzQwQkAIAgFUHGIbi3QoZ3aK2inVmiQuntQJDz4",
    "hX8QBfHxbOVGhim4AA+MfUiLVxSQyEtg7QMSrV5Ji0Ui54BE8sXfPj/RAwAA//8S3HoAAAAABklEQVQDAH2RRKno+VClAAAA",
    "AElFTkSuQmCC",
  ].join(""),
);
export const WEBP = bytes(
  [
    "UklGRkgCAABXRUJQVlA4WAoAAAAgAAAAFwAADwAASUNDUMgBAAAAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAA",
    "AABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAA",
    "ABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAA",
    "AAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAA",
    "AAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAA",
    "AABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADZWUDggWgAAAFAD",
    "AJ0BKhgAEAA+tUieSackIqEwCADgFolsALToId/ViBWAAP7YoX+S7JWf7VHPVVkSPzYLHYP0jPALEvfzeP/kX7X6pPphMJ3u",
    "7DBpfgjnKRycam2780TgAA==",
  ].join(""),
);
/** 24 pixels wide, 16 high. */
export const AVIF = bytes(
  [
    "AAAAHGZ0eXBhdmlmAAAAAG1pZjFhdmlmbWlhZgAAANZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAA",
    "AAAAACJpbG9jAAAAAERAAAEAAQAAAAAA+gABAAAAAAAAAFIAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABhdjAxAAAA",
    "AA5waXRtAAAAAAABAAAAVmlwcnAAAAA4aXBjbwAAAAxhdjFDgSACAAAAABRpc3BlAAAAAAAAABgAAAAQAAAAEHBpeGkAAAAA",
    "AwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAgMAAABabWRhdBIACgg4EO/tICGg0jJEHEJi5AAAscdg8hX08Z/70eJoY8fmi2Ge",
    "SnePJ9xSs2v7ZS5UGhrkoFd62m75mQdx/dNdrCOPOADG329EvAaDk5UvCww=",
  ].join(""),
);
/** The same with Exif and XMP that tell a place. */
const TELLING_AVIF = bytes(
  [
    "AAAAHGZ0eXBhdmlmAAAAAG1pZjFhdmlmbWlhZgAAAWFtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAA",
    "AAAAAEZpbG9jAAAAAERAAAMAAQAAAAABhQABAAAAAAAAAFIAAgAAAAAB1wABAAAAAAAAAQ4AAwAAAAAC5QABAAAAAAAAALkA",
    "AABiaWluZgAAAAAAAwAAABVpbmZlAgAAAAABAABhdjAxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAACppbmZlAgAAAQADAABt",
    "aW1lAGFwcGxpY2F0aW9uL3JkZit4bWwAAAAAAA5waXRtAAAAAAABAAAAVmlwcnAAAAA4aXBjbwAAAAxhdjFDgSACAAAAABRp",
    "c3BlAAAAAAAAABgAAAAQAAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAgMAAAAoaXJlZgAAAAAAAAAOY2Rz",
    "YwACAAEAAQAAAA5jZHNjAAMAAQABAAACIW1kYXQSAAoIOBDv7SAhoNIyRBxCYuQAALHHYPIV9PGf+9HiaGPH5othnkp3jyfc",
    "UrNr+2UuVBoa5KBXetpu+ZkHcf3TXawjjzgAxt9vRLwGg5OVLwsMAAAABkV4aWYAAElJKgAIAAAACAAOAQIAHAAAAH4AAAAS",
    "AQMAAQAAAAEAAAAaAQUAAQAAAG4AAAAbAQUAAQAAAHYAAAAoAQMAAQAAAAIAAAATAgMAAQAAAAEAAACYggIAHAAAAJoAAABp",
    "hwQAAQAAALYAAAAAAAAAOGMAAOgDAAA4YwAA6AMAADMyIDU0IDE2LjA0IE4sIDEzIDEwIDU4LjIgRQAzMiA1NCAxNi4wNCBO",
    "LCAxMyAxMCA1OC4yIEUABgAAkAcABAAAADAyMTABkQcABAAAAAECAwAAoAcABAAAADAxMDABoAMAAQAAAP//AAACoAQAAQAA",
    "ABgAAAADoAQAAQAAABAAAAAAAAAAPHg6eG1wbWV0YSB4bWxuczp4PSJhZG9iZTpuczptZXRhLyI+PHJkZjpSREYgeG1sbnM6",
    "cmRmPSJodHRwOi8vd3d3LnczLm9yZy8xOTk5LzAyLzIyLXJkZi1zeW50YXgtbnMjIj48cmRmOkRlc2NyaXB0aW9uPjMyIDU0",
    "IDE2LjA0IE4sIDEzIDEwIDU4LjIgRTwvcmRmOkRlc2NyaXB0aW9uPjwvcmRmOlJERj48L3g6eG1wbWV0YT4=",
  ].join(""),
);
/** Two pixels wide, one high. */
export const GIF = Uint8Array.of(
  ...[...Buffer.from("GIF89a"), 2, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255],
  ...[0x21, 0xf9, 4, 0, 0, 0, 0, 0],
  ...[0x2c, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 2, 0x44, 0x0a, 0, 0x3b],
);

/** What must not get out. */
export const SECRET = "32 54 16.04 N, 13 10 58.2 E";

/** Exif with a place in it, held sideways (orientation 6). */
function exif(): Uint8Array {
  const place = Buffer.from(SECRET.padEnd(32, "\0"));
  const head = Buffer.alloc(38);
  head.write("II*\0", 0, "latin1");
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(2, 8);
  for (const [i, [tag, type, count, value]] of [
    [0x0112, 3, 1, 6],
    [0x8298, 2, place.length, 38],
  ].entries()) {
    const at = 10 + 12 * i;
    head.writeUInt16LE(tag ?? 0, at);
    head.writeUInt16LE(type ?? 0, at + 2);
    head.writeUInt32LE(count ?? 0, at + 4);
    head.writeUInt32LE(value ?? 0, at + 8);
  }
  return Buffer.concat([head, place]);
}

const joined = (...parts: (Uint8Array | string)[]) =>
  new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part))),
  );

const be = (value: number, length: number) =>
  Buffer.from(value.toString(16).padStart(2 * length, "0"), "hex");
function le32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

/** The same pictures with secrets wherever their formats have room for them. */
export const TELLING: Record<string, Uint8Array> = {
  "image/jpeg": tellingJpeg(JPEG),
  "image/png": joined(
    ...[PNG.subarray(0, 33), chunk("tEXt", `Location\0${SECRET}`), chunk("eXIf", exif())],
    ...[chunk("iTXt", `XML:com.adobe.xmp\0\0\0\0\0${SECRET}`), PNG.subarray(33), SECRET],
  ),
  "image/webp": webp(),
  "image/avif": joined(TELLING_AVIF, SECRET),
  "image/gif": joined(
    ...[GIF.subarray(0, 19), Uint8Array.of(0x21, 0xfe, SECRET.length), SECRET, "\0"],
    ...[Uint8Array.of(0x21, 0xff, 11), "XMP DataXMP", Uint8Array.of(SECRET.length), SECRET, "\0"],
    ...[GIF.subarray(19), SECRET],
  ),
};

/** A JPEG as a phone writes it that was held sideways: with its place wherever there is room for it. */
export function tellingJpeg(jpeg: Uint8Array): Uint8Array<ArrayBuffer> {
  return joined(
    ...[jpeg.subarray(0, 2), segment(0xe1, joined("Exif\0\0", exif()))],
    ...[
      segment(0xe1, `http://ns.adobe.com/xap/1.0/\0<x>${SECRET}</x>`),
      segment(0xed, `Photoshop 3.0\0${SECRET}`),
    ],
    ...[segment(0xfe, SECRET), jpeg.subarray(2), `after the end: ${SECRET}`],
  );
}

function segment(marker: number, body: Uint8Array | string): Uint8Array {
  return joined(Uint8Array.of(0xff, marker), be(body.length + 2, 2), body);
}

/** Its checksum is not looked at here. */
function chunk(name: string, body: Uint8Array | string): Uint8Array {
  return joined(be(body.length, 4), name, body, be(0, 4));
}

function webp(): Uint8Array {
  const part = (name: string, body: Uint8Array) =>
    joined(name, le32(body.length), body, body.length % 2 ? "\0" : "");
  const extended = part("VP8X", Uint8Array.of(0x0c, 0, 0, 0, 23, 0, 0, 15, 0, 0));
  const body = joined(
    "WEBP",
    extended,
    WEBP.subarray(12),
    part("EXIF", exif()),
    part("XMP ", joined(SECRET)),
  );
  return joined("RIFF", le32(body.length), body, SECRET);
}
