import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installed, listens, openFolder, Service } from "./service.ts";

export const nginx = installed("/usr/sbin", /^nginx$/);

/**
 * nginx as Debian has it, with connections that are never closed for their age.
 *
 * @param server what stands in its `server` block
 */
export async function startNginx(port: number, server: string): Promise<Service> {
  const folder = openFolder("nginx");
  const config = `
    daemon off; worker_processes auto; pid ${folder}/nginx.pid; error_log stderr;
    ${process.getuid?.() === 0 ? "user root;" : ""}
    events { worker_connections 1024; }
    http {
      include /etc/nginx/mime.types; access_log off; sendfile on; tcp_nopush on;
      keepalive_requests 1000000000; keepalive_timeout 600s;
      client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
      fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
      server { listen 127.0.0.1:${port}; ${server} }
    }`;
  writeFileSync(join(folder, "nginx.conf"), config);
  const service = new Service(nginx ?? "nginx", ["-c", join(folder, "nginx.conf")]);
  await service.ready(() => listens(port));
  return service;
}

/** Files, each under its name. */
export function startFiles(port: number, files: Record<string, string>): Promise<Service> {
  const root = join(openFolder("files"), "root");
  mkdirSync(root);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  return startNginx(port, `root ${root};`);
}
