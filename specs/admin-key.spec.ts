import { accepted, contract, known, operations, refused } from './contract.ts';

// Organisation Admin API keys, which the thread mentions besides user tokens. How a secret scanner verifies them:
// https://github.com/trufflesecurity/trufflehog/blob/058cb2d2e2cde8c47995624dac3f9dec1725261e/pkg/detectors/atlassian/v2/atlassian.go

contract('admin-key', { 'GET https://api.atlassian.com/admin/v1/orgs': accepted(200) });

contract('admin-key-mistyped', { 'GET https://api.atlassian.com/admin/v1/orgs': refused(401) });

contract('admin-key-revoked', {
  'GET https://api.atlassian.com/admin/v1/orgs': known(refused(401), {
    grade: 'inferred',
    date: '2024-07',
    source:
      'https://github.com/trufflesecurity/trufflehog/blob/058cb2d2e2cde8c47995624dac3f9dec1725261e/pkg/detectors/atlassian/v2/atlassian.go',
    note: 'An invalid key gets 401; whether a revoked key is treated the same was not measured.',
  }),
});

contract(
  'admin-key-on-site',
  operations(
    'core',
    known(refused(403), {
      grade: 'inferred',
      date: '2026-09-04',
      source: 'https://github.com/brekkylab/backlot/issues/135',
      note: 'An opaque Bearer is refused with 403 on the site; whether an Admin API key is treated the same was not measured.',
    }),
  ),
);
