import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
  readonly flag: string;
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

const HOOKS: Readonly<Record<string, Hook>> = {
  requests: { program: ['/usr/bin/python3'], flag: '-c', check: ['-c', 'import requests'], script: PYTHON },
  Faraday: { program: ['ruby'], flag: '-e', check: ['-e', 'require "faraday"'], script: FARADAY },
  'Net::HTTP': { program: ['ruby'], flag: '-e', check: ['-e', 'require "net/http"'], script: NET_HTTP },
  LWP: { program: ['perl'], flag: '-e', check: ['-MLWP::UserAgent', '-e', '1'], script: LWP },
};

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

  beforeEach(async () => {
    site = await openStandIn();
  });

  afterEach(() => site.close());

  const ask = async (path: string, token: string): Promise<string> => {
    const env = { HOOKS: FOLDER, URL: site.origin + path, EMAIL: email, TOKEN: token };
    const [program = ''] = hook.program;
    const { code, out, err } = await runCommand(FOLDER, [hook.flag, hook.script], env, undefined, program);
    expect([code, err]).toEqual([0, '']);
    return out.trim();
  };

  // Debian's packages, if they are installed: python3-requests, ruby-faraday, libwww-perl.
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

it('is said not to have been run for Go, which is not', () => {
  expect(readFileSync(join(FOLDER, 'round_tripper.go'), 'utf8')).toContain('was not run');
});
