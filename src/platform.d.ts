declare namespace Cloudflare {
  interface GlobalProps {
    mainModule: typeof import("./index.ts");
    durableNamespaces: "Newsroom";
  }
  interface Env extends Omit<import("./env.ts").Env, never> {}
}
