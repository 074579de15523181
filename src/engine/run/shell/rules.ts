/**
 * What commands do: a bit a deed, a rule a command. A prior, from the runners and tools in common
 * use.
 */
export const CHECK_TESTS = 1;
export const CHECK_BUILD = 2;
export const CHECK_LINT = 4;
export const CHECK_TYPES = 8;
/** It runs the program itself, or asks what is running. */
export const CHECK_RUN = 16;

// What a command does, besides the checks: a bit each, in the order of `LETTERS`.
export const CHECKS = 31;
export const WRITES = 32;
/** Writes, unless an option says that it shall only look. */
export const FORMAT = 64;
/** Runs the command that follows; that, or a script by its name. */
export const LAUNCH = 128;
export const BIN = 256;
/** All that follows may name scripts. */
export const SCRIPTS = 512;
/** A command follows somewhere: in a container, on another machine. */
export const INNER = 1024;
/** Runs a file, or code from its arguments or its input; commands likewise. */
export const CODE = 2048;
export const SHELL = 4096;
/** Has a rule in code. */
export const OWN = 8192;
/** Its subcommand has a rule of its own, `git-stash`; a value follows before the subcommand. */
export const NEST = 16_384;
export const VALUE = 32_768;
/** Hands the work on: a commit, a push, a merge of what was asked to be merged. */
export const COMMITS = 65_536;
/** Takes work back as a whole; brings back what was put aside. */
export const UNDOES = 131_072;
export const RETURNS = 262_144;
export const LANDS = COMMITS | UNDOES | RETURNS;
const LETTERS = 'TBLCRWFXPSIKHENVGUO';

interface Rule {
  /** What it does without a subcommand that is known. */
  readonly any: number;
  readonly words: ReadonlyMap<string, number>;
}

/** A rule a line: names, `=` what they do alone, `…:` what they do with those subcommands. */
export const RULES = readRules(`
pytest py.test unittest nose2 nosetests tox nox jest vitest mocha ava jasmine karma tape bats rspec phpunit pest paratest = T
ctest ginkgo gotestsum behave cucumber prove busted trial elm-test = T
eslint oxlint xo stylelint shellcheck hadolint yamllint markdownlint flake8 pylint pyflakes pycodestyle bandit semgrep rubocop = L
prettier golangci-lint staticcheck cpplint ktlint detekt swiftlint luacheck clang-tidy clang-format cppcheck hlint tflint = L
ansible-lint actionlint sqlfluff vale codespell typos knip gofmt biome = L
ruff = L F: format
mypy pyright basedpyright pyre vue-tsc svelte-check srb = C
phpstan psalm = LC
tsc tsgo = CB
pre-commit lefthook lint-staged = TL W: install autoupdate uninstall
black isort autopep8 yapf rustfmt oxfmt shfmt goimports ansible-playbook = F
sphinx-build mkdocs hugo jekyll latexmk pdflatex gcc g++ cc c++ clang clang++ rustc javac kotlinc scalac ghc swiftc msbuild webpack rollup rolldown esbuild tsup cmake = B
py_compile compileall pyinstaller = B
json.tool = -
vite next nuxt astro parcel ng = R B: build T: test e2e L: lint C: check
playwright cypress testcafe T: test run W: install
cargo T: test t nextest B: build b C: check c L: clippy R: run r F: fmt W: add remove install update fix new init publish
go T: test B: build L: vet R: run F: fmt W: get mod install generate work
swift dart flutter stack cabal bazel bazelisk buck2 pants dune gleam crystal rush T: test runtest spec B: build compile L: analyze lint C: check R: run F: format fmt
mix rebar3 lein wasm-pack forge hardhat truffle meson T: test ct eunit B: build compile L: credo C: dialyzer R: run F: format W: deps.get
dotnet T: test B: build publish pack R: run watch F: format W: add new remove restore
xcodebuild = B T: test
mvn mvnw gradle gradlew zig make gmake ninja sbt scons rake just mage task invoke inv poe doit gulp grunt nx turbo lerna moon earthly rails = S
composer P: run run-script exec T: test L: validate W: install require update remove
manage.py artisan T: test L: check R: shell runserver serve tinker W: migrate makemigrations loaddata flush
setup.py T: test B: build build_ext W: install develop
npm T: test t tst B: build R: start P: run run-script X: exec x W: i install ci add remove uninstall un rm update up publish link dedupe init version
pnpm yarn bun = P T: test t B: build R: start P: run V: workspace workspaces X: exec x dlx W: i install ci add remove rm uninstall update up upgrade publish link init
pnpm-why pnpm-list = -
deno T: test L: lint C: check P: task R: run serve eval F: fmt W: install add remove cache
npx bunx pnpx uvx sudo doas time timeout env exec command nohup nice ionice stdbuf xvfb-run watch nodemon watchexec xargs wsl = X
then do else elif if while until ! { nyc c8 cross-env dotenv entr unbuffer caffeinate = X
uv poetry pdm rye pipenv hatch bundle conda mamba pipx devbox mise coverage T: test P: run exec L: check F: fmt format N: pip W: add remove install sync lock update upgrade
uv-pip W: install uninstall sync
docker podman I: exec run B: build buildx N: compose W: rm rmi stop start restart kill pull push cp tag create
docker-compose podman-compose I: exec run B: build W: up down stop start restart rm pull
kubectl oc I: exec F: apply delete create scale patch edit replace set label annotate expose drain cordon
helm L: lint template T: test F: install upgrade uninstall rollback
terraform tofu terragrunt pulumi L: validate plan preview T: test F: fmt W: apply destroy import up
ssh su vagrant nix nix-shell parallel concurrently = I
python python2 python3 py node nodejs tsx ts-node ruby php java julia Rscript lua elixir = K
python3.8 python3.9 python3.10 python3.11 python3.12 python3.13 python3.14 pypy3 = K
bash sh zsh dash ksh fish pwsh powershell cmd eval = H
curl wget http https xh sed perl tee tar find psql mysql mariadb sqlite3 = E
git N: stash W: apply am switch merge rebase pull add rm mv cherry-pick clean clone init GW: commit push E: checkout restore revert reset
git-stash = UW -: list show W: drop branch clear create store OW: pop apply
gh N: pr issue release run
gh-run TB: view watch
gh-pr gh-issue gh-release TB: checks W: create close comment edit delete reopen ready review GW: merge
glab N: mr
glab-mr W: create close update note approve GW: merge
mv cp rm mkdir rmdir touch patch chmod chown ln apply_patch truncate dd rsync scp unlink install unzip gunzip gzip zip kill pkill killall undo_edit = W
Remove-Item Set-Content Add-Content Out-File New-Item Copy-Item Move-Item = W
pip pip3 gem apt apt-get apk brew yum dnf systemctl W: install add remove uninstall upgrade update start stop restart reload enable disable
alembic prisma flask W: upgrade downgrade migrate db generate
* T: test tests t spec specs e2e integration unit coverage verify smoke TB: ci B: build compile assemble bundle package all L: lint eslint style validate vet clippy C: type types typecheck tsc mypy pyright R: start dev serve run watch W: format fmt fix deploy migrate seed generate publish release
`);

function readRules(text: string): ReadonlyMap<string, Rule> {
  const rules = new Map<string, Rule>();
  for (const line of text.trim().split('\n')) {
    const [names, any, rest] = /^(.*?)(?: = (\S+))?((?: [A-Z-]+: .*)?)$/.exec(line)!.slice(1);
    const known = new Map<string, number>();
    for (const part of rest!.matchAll(/([A-Z-]+): ([^:]*)(?= [A-Z-]+:|$)/g)) {
      for (const word of part[2]!.split(' ')) known.set(word, bitsOf(part[1]!));
    }
    for (const name of names!.split(' ')) rules.set(name, { any: bitsOf(any ?? ''), words: known });
  }
  return rules;
}

function bitsOf(letters: string): number {
  let bits = 0;
  for (const letter of letters) if (letter !== '-') bits |= 1 << LETTERS.indexOf(letter);
  return bits;
}

export function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}
