<?php
// Installs WordPress into its empty database, with the articles of a JSON file. Arguments: where
// WordPress is, and that file.
[, $folder, $file] = $argv;
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = 'localhost';
require "$folder/wp-load.php";
require "$folder/wp-admin/includes/upgrade.php";
wp_install('Bench', 'bench', 'bench@example.org', true, '', 'bench');
update_option('posts_per_rss', 30);
update_option('permalink_structure', '/%postname%/');
flush_rewrite_rules();
wp_delete_post(1, true);
foreach (json_decode(file_get_contents($file), true) as $i => $article) {
    $saved = wp_insert_post([
        'post_title' => $article['title'],
        'post_name' => $article['slug'],
        'post_content' => $article['html'],
        'post_status' => 'publish',
        'post_author' => 1,
        'post_date' => gmdate('Y-m-d H:i:s', time() - 3600 + $i),
        'tags_input' => $article['tags'],
    ], true);
    if (is_wp_error($saved)) {
        fwrite(STDERR, $saved->get_error_message());
        exit(1);
    }
}
