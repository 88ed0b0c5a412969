import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SYNTHETIC_IDENTITY } from '../src/contract/identity.ts';
import { openStandIn, type StandIn, type StandInFault } from '../src/stand-in/stand-in.ts';
import { runCommand } from './project-copy.fixture.ts';

// The hooks that are there to be copied, each in a program of a few lines as its library's users write it.

const FOLDER = join(import.meta.dirname, '..', 'docs', 'guard');

interface Hook {
  readonly program: readonly string[];
  /** Succeeds if the language and its library are installed. */
  readonly check: readonly string[];
  /** Asks `URL`, with `EMAIL` and `TOKEN` unless they are empty, and prints `dead` or the status. */
  readonly script: string;
  /** The option that takes the script. Undefined if it must be compiled. */
  readonly flag?: string;
}

const PYTHON = `
import os, sys
sys.path.insert(0, os.environ["HOOKS"])
sys.dont_write_bytecode = True
import requests
from requests_hook import assert_alive, DeadTokenError
session = requests.Session()
session.trust_env = False
session.hooks["response"].append(assert_alive)
if os.environ["TOKEN"]: session.auth = (os.environ["EMAIL"], os.environ["TOKEN"])
try: print(session.get(os.environ["URL"], allow_redirects=False).status_code)
except DeadTokenError: print("dead")
`;

const FARADAY = `
require File.join(ENV['HOOKS'], 'faraday_hook')
client = Faraday.new { |f| f.use DeadTokenGuard; f.adapter :net_http }
basic = ["#{ENV['EMAIL']}:#{ENV['TOKEN']}"].pack('m0')
begin
  puts client.get(ENV['URL'], nil, ENV['TOKEN'].empty? ? {} : { 'Authorization' => "Basic #{basic}" }).status
rescue DeadTokenError
  puts 'dead'
end
`;

const NET_HTTP = `
require 'net/http'
url = URI(ENV['URL'])
ENV['JIRA_HOSTS'] = url.host
require File.join(ENV['HOOKS'], 'net_http_hook')
request = Net::HTTP::Get.new(url)
request.basic_auth(ENV['EMAIL'], ENV['TOKEN']) unless ENV['TOKEN'].empty?
begin
  started = Net::HTTP.start(url.host, url.port, nil) { |http| http.request(request) }.code
  by_itself = Net::HTTP.new(url.host, url.port, nil).request(request).code
  puts started == by_itself ? started : 'odd'
rescue DeadTokenError
  puts 'dead'
end
`;

const LWP = `
require "$ENV{HOOKS}/lwp_hook.pl";
use LWP::UserAgent;
my $ua = guard_user_agent(LWP::UserAgent->new(max_redirect => 0));
my $request = HTTP::Request->new(GET => $ENV{URL});
$request->authorization_basic($ENV{EMAIL}, $ENV{TOKEN}) if $ENV{TOKEN};
my $response = eval { $ua->request($request) };
print $response ? $response->code : $@ =~ /dead/ ? 'dead' : "odd: $@";
`;

const GO = `
package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"

	"example.com/hook/jiraguard"
)

func main() {
	client := &http.Client{Transport: jiraguard.RoundTripper{Next: &http.Transport{}}}
	request, _ := http.NewRequest("GET", os.Getenv("URL"), nil)
	if os.Getenv("TOKEN") != "" {
		request.SetBasicAuth(os.Getenv("EMAIL"), os.Getenv("TOKEN"))
	}
	answer, err := client.Do(request)
	if errors.Is(err, jiraguard.ErrDeadToken) {
		fmt.Println("dead")
	} else if err != nil {
		fmt.Println("odd:", err)
	} else {
		fmt.Println(answer.StatusCode)
	}
}
`;

const HOOKS: Readonly<Record<string, Hook>> = {
  requests: { program: ['/usr/bin/python3'], flag: '-c', check: ['-c', 'import requests'], script: PYTHON },
  Faraday: { program: ['ruby'], flag: '-e', check: ['-e', 'require "faraday"'], script: FARADAY },
  'Net::HTTP': { program: ['ruby'], flag: '-e', check: ['-e', 'require "net/http"'], script: NET_HTTP },
  LWP: { program: ['perl'], flag: '-e', check: ['-MLWP::UserAgent', '-e', '1'], script: LWP },
  'net/http of Go': { program: ['go'], check: ['version'], script: GO },
};

/** Compiles a program of Go with the hook, and returns its path. It needs no network: the hook uses the standard library only. */
function compileGo(folder: string, script: string): string {
  mkdirSync(join(folder, 'jiraguard'));
  copyFileSync(join(FOLDER, 'round_tripper.go'), join(folder, 'jiraguard', 'round_tripper.go'));
  writeFileSync(join(folder, 'go.mod'), 'module example.com/hook\n');
  writeFileSync(join(folder, 'main.go'), script);
  const env = {
    ...process.env,
    GOCACHE: join(folder, 'cache'),
    GOPROXY: 'off',
    GOFLAGS: '-mod=mod',
    GOTELEMETRY: 'off',
  };
  execFileSync('go', ['vet', './...'], { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
  execFileSync('go', ['build', '-o', 'program', '.'], { cwd: folder, env });
  return join(folder, 'program');
}

const isInstalled = ({ program: [program = ''], check }: Hook): boolean => {
  try {
    execFileSync(program, check, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const { email, apiToken, revokedToken, expiredToken } = SYNTHETIC_IDENTITY;

describe.each(Object.entries(HOOKS))('the hook for %s', (_, hook) => {
  let site: StandIn;
  let folder: string | undefined;
  let command: readonly string[] = [
    ...hook.program,
    ...(hook.flag === undefined ? [] : [hook.flag, hook.script]),
  ];

  // The compiler builds the standard library first.
  beforeAll(() => {
    if (hook.flag !== undefined || !isInstalled(hook)) return;
    folder = mkdtempSync(join(tmpdir(), 'hook-'));
    command = [compileGo(folder, hook.script)];
  }, 240_000);

  afterAll(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  beforeEach(async () => {
    site = await openStandIn();
  });

  afterEach(() => site.close());

  const ask = async (path: string, token: string): Promise<string> => {
    const env = { HOOKS: FOLDER, URL: site.origin + path, EMAIL: email, TOKEN: token };
    const [program = '', ...args] = command;
    const { code, out, err } = await runCommand(FOLDER, args, env, undefined, program);
    expect([code, err]).toEqual([0, '']);
    return out.trim();
  };

  // Debian's packages, if they are installed: python3-requests, ruby-faraday, libwww-perl, golang-go.
  it.skipIf(!isInstalled(hook))('notices a dead token, and nothing else', async () => {
    const [projects, issue] = ['/rest/api/3/project', '/rest/api/3/issue/EXAMPLE-1'];
    for (const path of [projects, issue]) {
      expect(await ask(path, apiToken)).toBe('200');
      expect(await ask(path, revokedToken)).toBe('dead');
    }
    expect(await ask(projects, expiredToken)).toBe('dead');
    expect(await ask(projects, '')).toBe('200');
    expect(await ask('/rest/api/3/myself', revokedToken)).toBe('401');
    const lookAlikes: readonly (readonly [StandInFault, string])[] = [
      [{ kind: 'throttle' }, '429'],
      [{ kind: 'status', status: 503 }, '503'],
      [{ kind: 'edge-403' }, '403'],
      [{ kind: 'ip-allowlist' }, '403'],
      [{ kind: 'own-401' }, '401'],
      [{ kind: 'not-found' }, '404'],
      [{ kind: 'wrong-type' }, '200'],
    ];
    for (const [fault, status] of lookAlikes) {
      const remove = site.inject(fault);
      expect(await ask(projects, apiToken)).toBe(status);
      remove();
    }
  });
});
