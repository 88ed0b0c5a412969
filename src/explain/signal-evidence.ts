import type { SignalId } from '../classify/signals.ts';
import type { Basis } from '../contract/basis.ts';
import { CREDENTIAL_FORMS, HEADER_SURVEY, SWEEP } from '../contract/sources.ts';

/** How sure a single answer makes it: it proves the state, it makes it likely, or it shows nothing. */
export type Sureness = 'certain' | 'likely' | 'none';

/** What a signal is worth. */
export interface SignalEvidence {
  readonly sure: Sureness;
  /** What the signal leaves open. */
  readonly open?: string;
  /** Where its meaning was found. Empty if it means nothing. */
  readonly sources: readonly Basis[];
}

const measured = (date: string, source: string, note: string): Basis => ({
  grade: 'measured',
  date,
  source,
  note,
});

const documented = (source: string, note: string): Basis => ({
  grade: 'documented',
  date: 'undated',
  source,
  note,
});

const HTTP = 'https://www.rfc-editor.org/rfc/rfc9110';

const SURVEY = measured(
  '2026-09-22',
  HEADER_SURVEY,
  'Of 78 answers, every authenticated one had x-aaccountid.',
);

const FORMS = measured(
  '2026-09-04',
  CREDENTIAL_FORMS,
  'Forms of credentials on eight routes and two sites, checked by two people.',
);

const SWEPT = measured(
  '2026-09-30',
  SWEEP,
  'The login check precedes every operation; an operation that is open to everybody ran.',
);

/** What it is worth that the gateway says that the scope is missing. */
export const SCOPE_EVIDENCE: SignalEvidence = {
  sure: 'likely',
  open: 'the same answer was reported where the product was not on the site, or the cloud id was wrong',
  sources: [
    measured(
      '2026-03-08',
      'https://github.com/pabloaugusto/dotfiles/blob/19210da6bed4ad0fb2e71b6aad32f1315dcaea93/docs/atlassian-ia/2026-03-07-diagnostico-auth-e-acesso-atlassian.md',
      "The body of such an answer, to a service account's token without the scope.",
    ),
  ],
};

const ACROSS: SignalEvidence = { sure: 'none', open: 'it takes several answers to see it', sources: [] };

/** What each signal is worth, as far as it decides the state of a credential. */
export const SIGNAL_EVIDENCE: Readonly<Record<SignalId, SignalEvidence>> = {
  captcha: {
    sure: 'none',
    open: 'until the CAPTCHA is solved in a browser, a good credential gets this answer too',
    sources: [
      {
        grade: 'reported',
        date: '2018',
        source: 'https://github.com/palashkulsh/jira-cmd/issues/38',
        note: 'Observed from 2015 to 2018.',
      },
    ],
  },
  'proxy-login': {
    sure: 'none',
    open: 'the answer is that of a proxy, not of Jira',
    sources: [documented(`${HTTP}#name-407-proxy-authentication-re`, 'The meaning of 407.')],
  },
  'rate-limited': {
    sure: 'none',
    open: 'ask again later',
    sources: [documented('https://www.rfc-editor.org/rfc/rfc6585#section-4', 'The meaning of 429.')],
  },
  'server-error': {
    sure: 'none',
    open: 'ask again later',
    sources: [documented(`${HTTP}#name-server-error-5xx`, 'The meaning of 5xx.')],
  },
  'site-unavailable': {
    sure: 'none',
    open: 'the name of the site may be wrong',
    sources: [
      measured(
        '2024-11',
        'https://github.com/trufflesecurity/trufflehog/issues/3674',
        'The body of such a site.',
      ),
    ],
  },
  'edge-page': {
    sure: 'none',
    open: 'a proxy or the edge may have answered instead of Jira',
    sources: [
      {
        grade: 'reported',
        date: 'undated',
        source: 'https://github.com/pycontribs/jira/issues/1945',
        note: "CloudFront's own pages.",
      },
    ],
  },
  'another-account': { sure: 'certain', sources: [SURVEY] },
  'account-id': { sure: 'certain', sources: [SURVEY] },
  'own-account': { sure: 'certain', sources: [FORMS] },
  'login-failed': { sure: 'certain', sources: [FORMS] },
  'forbidden-to-all': {
    sure: 'none',
    open: 'a policy or an allowlist gives every caller this answer',
    sources: [
      documented(
        'https://support.atlassian.com/security-and-access-policies/docs/specify-ip-addresses-for-product-access/',
        'The body of the IP allowlist has this form.',
      ),
    ],
  },
  'operation-said-no': {
    sure: 'likely',
    open: 'the operation itself refused, as it does for a caller who is not logged in',
    sources: [SWEPT],
  },
  unauthorized: {
    sure: 'certain',
    open: 'an operation can refuse by itself, and the gateway refuses a token that lacks a scope; the body tells them apart',
    sources: [FORMS, SWEPT],
  },
  forbidden: {
    sure: 'likely',
    open: 'Jira refuses an API token that is sent as Bearer in this way; something else on the way can answer 403 too',
    sources: [FORMS],
  },
  'login-redirect': { sure: 'likely', open: 'an API rarely redirects to a page', sources: [SWEPT] },
  'no-anonymous-there': {
    sure: 'likely',
    open: 'no operation is known that runs there without a credential',
    sources: [
      {
        grade: 'measured',
        date: '2026-05-01',
        source: 'A public application log that is not linked because it contains credentials.',
        note: 'A dead token got 401 at the gateway on an operation that is open on the site.',
      },
    ],
  },
  'no-account-id': {
    sure: 'likely',
    open: 'every authenticated answer that was measured names its account, but a site may differ',
    sources: [SURVEY],
  },
  unexpected: { sure: 'none', open: 'no answer of this kind is on record', sources: [] },
  flapping: ACROSS,
  'rolling-out': ACROSS,
  unexplained: ACROSS,
  'operation-removed': ACROSS,
  'brown-out': ACROSS,
};
