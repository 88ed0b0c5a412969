import { describe, expect, it } from 'vitest';
import { hasScreen, openerOn } from './opener.ts';

describe('the opener', () => {
  it.each([
    ['linux', 'xdg-open'],
    ['freebsd', 'xdg-open'],
    ['darwin', 'open'],
    ['win32', 'rundll32'],
  ])('on %s is %s, and gets the address as one argument', (platform, program) => {
    const [first, ...args] = openerOn(platform, 'file:///a%20b/c.html');
    expect(first).toBe(program);
    expect(args.at(-1)).toBe('file:///a%20b/c.html');
  });

  it.each<[string, Record<string, string>, boolean]>([
    ['linux', {}, false],
    ['linux', { DISPLAY: '' }, false],
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['linux', { DISPLAY: ':0', CI: 'true' }, false],
    ['linux', { DISPLAY: ':0', CI: 'false' }, true],
    ['linux', { DISPLAY: ':0', CI: '' }, true],
    ['darwin', {}, true],
    ['darwin', { CI: '1' }, false],
    ['win32', {}, true],
    ['win32', { CI: 'true' }, false],
  ])('on %s with %j has a screen: %s', (platform, env, expected) => {
    expect(hasScreen(platform, env)).toBe(expected);
  });
});
