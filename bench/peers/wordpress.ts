import { execFileSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startNginx } from "./nginx.ts";
import { installed, openFolder, Service } from "./service.ts";

const SOURCE = "/usr/share/wordpress";
const mariadbd = installed("/usr/sbin", /^mariadbd$/);
const fpm = installed("/usr/sbin", /^php-fpm[\d.]+$/);

export const hasWordPress = existsSync(SOURCE) && mariadbd !== null && fpm !== null;

export interface Post {
  title: string;
  slug: string;
  html: string;
  tags: string[];
}

/**
 * WordPress with PHP-FPM, OPcache and MariaDB behind nginx, as Debian has them, in folders of its own.
 *
 * @param port where it answers at `localhost`
 */
export async function startWordPress(port: number, posts: Post[]): Promise<{ stop: () => Promise<void> }> {
  const folder = openFolder("wordpress");
  const root = join(folder, "root");
  execFileSync("cp", ["-rL", SOURCE, root]);
  const services: Service[] = [];
  const stop = async () => {
    for (const service of services.reverse()) await service.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    services.push(await startDatabase(folder));
    writeFileSync(join(root, "wp-config.php"), configuration(folder, port));
    writeFileSync(join(folder, "posts.json"), JSON.stringify(posts));
    execFileSync("php", ["bench/peers/wordpress.php", root, join(folder, "posts.json")]);
    services.push(await startPhp(folder));
    services.push(
      await startNginx(
        port,
        `server_name localhost; root ${root}; index index.php;
         location / { try_files $uri $uri/ /index.php?$args; }
         location ~ \\.php$ {
           include /etc/nginx/fastcgi_params; fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
           fastcgi_pass unix:${folder}/php.sock; fastcgi_buffers 64 16k;
         }`,
      ),
    );
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startDatabase(folder: string): Promise<Service> {
  const user = process.getuid?.() === 0 ? ["--user=root"] : [];
  const data = `--datadir=${folder}/data`;
  execFileSync("mariadb-install-db", [data, "--auth-root-authentication-method=normal", ...user]);
  const socket = `--socket=${folder}/mariadb.sock`;
  const pid = `--pid-file=${folder}/mariadb.pid`;
  const service = new Service(mariadbd ?? "mariadbd", [data, socket, pid, "--skip-networking", ...user]);
  const sql = (text: string) =>
    execFileSync("mariadb", [socket, "--user=root", "-e", text], { stdio: "ignore" });
  await service.ready(() => {
    try {
      sql("CREATE DATABASE IF NOT EXISTS wordpress");
      return true;
    } catch {
      return false; // not up yet; `ready` says so in the end
    }
  });
  return service;
}

async function startPhp(folder: string): Promise<Service> {
  const isRoot = process.getuid?.() === 0;
  writeFileSync(
    join(folder, "php.conf"),
    `[global]
error_log = ${folder}/php.log
daemonize = no
[www]
${isRoot ? "user = root\ngroup = root" : ""}
listen = ${folder}/php.sock
listen.mode = 0666
pm = static
pm.max_children = 8
php_admin_value[opcache.enable] = 1
php_admin_value[opcache.validate_timestamps] = 0
`,
  );
  const service = new Service(fpm ?? "php-fpm", [
    "-F",
    "-y",
    join(folder, "php.conf"),
    ...(isRoot ? ["-R"] : []),
  ]);
  await service.ready(() => existsSync(join(folder, "php.sock")));
  return service;
}

function configuration(folder: string, port: number): string {
  return `<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:${folder}/mariadb.sock');
define('WP_HOME', 'http://localhost:${port}');
define('WP_SITEURL', 'http://localhost:${port}');
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`;
}
