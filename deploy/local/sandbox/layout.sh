#!/bin/sh
# Turns a Debian system into the sandbox: Node and npm, the user of the agent, and its folders.
#   layout.sh SYSTEM NODE NPM_FOLDER USER ID FOLDER…
set -eu
system=$1 node=$2 npm=$3 user=$4 id=$5
shift 5

install -D -m 0755 "$node" "$system/usr/local/bin/node"
rm -rf "$system/usr/local/lib/node_modules/npm"
mkdir -p "$system/usr/local/lib/node_modules"
cp -R "$npm" "$system/usr/local/lib/node_modules/npm"
for name in npm npx; do
  ln -sfn "../lib/node_modules/npm/bin/$name-cli.js" "$system/usr/local/bin/$name"
done
# There is no network, so npm must not look for a newer npm or for advisories.
mkdir -p "$system/usr/local/etc"
printf 'update-notifier=false\nfund=false\naudit=false\noffline=true\n' > "$system/usr/local/etc/npmrc"

grep -q "^$user:" "$system/etc/group" || echo "$user:x:$id:" >> "$system/etc/group"
grep -q "^$user:" "$system/etc/passwd" || echo "$user:x:$id:$id::/home/$user:/bin/bash" >> "$system/etc/passwd"
for folder in "/home/$user" "$@"; do
  mkdir -p "$system$folder"
  chown "$id:$id" "$system$folder"
  chmod 0755 "$system$folder"
done
printf '[safe]\n\tdirectory = *\n[init]\n\tdefaultBranch = main\n[advice]\n\tdetachedHead = false\n' > "$system/etc/gitconfig"
rm -rf "$system/var/cache/apt/archives" "$system/var/lib/apt/lists" "$system/usr/share/doc" "$system/usr/share/man" "$system/usr/share/locale"
