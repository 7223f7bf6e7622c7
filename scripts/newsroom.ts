// Where the newsroom is that a script works on, and the token to do so.
const url = process.env.DATELINE_URL || "http://localhost:8787";
const token = process.env.DATELINE_TOKEN ?? "";
if (!token) {
  console.error(
    "Set DATELINE_TOKEN to a token with the scopes admin and read, and DATELINE_URL to the newsroom.",
  );
  process.exit(1);
}

export const newsroom = { url, token };
