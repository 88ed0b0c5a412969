import type { Tone } from '../blocks/line.ts';

/**
 * What kind of event a report tells. `new`: Jira changed for the worse. `broken`: answers break the contract, and no baseline
 * shows that this is new. `settings`: nothing could be asked, because of the settings. `undecided`: no conclusion. `fixed`:
 * Atlassian fixed something, and nothing is worse. `quiet`: nothing new.
 */
export type EventState = 'new' | 'broken' | 'settings' | 'undecided' | 'fixed' | 'quiet';

/** How a state looks. */
export interface StateLook {
  readonly tone: Tone;
  /** Readable without colour, on a terminal and in a chat. */
  readonly sign: string;
  readonly word: string;
  /** The icon of the page: an SVG as a data URI. */
  readonly icon: string;
}

/** Draws an icon of two shapes: its ground, which has a shape of its own for each state, and a sign on it. */
const icon = (ground: string, sign: string): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${ground}${sign}</svg>`)}`;

const stroke = (path: string, colour: string): string =>
  `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2" stroke-linecap="round"/>`;

/** The states, most urgent first. */
export const STATES: Readonly<Record<EventState, StateLook>> = {
  new: {
    tone: 'bad',
    sign: 'x',
    word: 'new',
    icon: icon('<path d="M5 0h6l5 5v6l-5 5H5l-5-5V5z" fill="#ae2a19"/>', stroke('M8 4v5M8 12v.1', '#fff')),
  },
  broken: {
    tone: 'bad',
    sign: 'x',
    word: 'breaks the contract',
    icon: icon('<rect width="16" height="16" fill="#ae2a19"/>', stroke('M5 5l6 6M11 5l-6 6', '#fff')),
  },
  settings: {
    tone: 'serious',
    sign: '!',
    word: 'wrong settings',
    icon: icon('<path d="M8 0l8 8-8 8-8-8z" fill="#5e4db2"/>', stroke('M8 4v5M8 12v.1', '#fff')),
  },
  undecided: {
    tone: 'warning',
    sign: '?',
    word: 'no conclusion',
    icon: icon(
      '<path d="M8 0l8 15H0z" fill="#ffc400"/>',
      stroke('M6.5 7q0-2 1.5-2t1.5 2T8 9.5M8 12.5v.1', '#172b4d'),
    ),
  },
  fixed: {
    tone: 'good',
    sign: '+',
    word: 'fixed by Atlassian',
    icon: icon('<circle cx="8" cy="8" r="8" fill="#216e4e"/>', stroke('M8 4v8M4 8h8', '#fff')),
  },
  quiet: {
    tone: 'good',
    sign: '✓',
    word: 'nothing new',
    icon: icon('<circle cx="8" cy="8" r="8" fill="#216e4e"/>', stroke('M4 8l3 3 5-6', '#fff')),
  },
};

const isState = (name: string): name is EventState => Object.hasOwn(STATES, name);

/** The names of the states, most urgent first. */
export const EVENT_STATES: readonly EventState[] = Object.keys(STATES).filter(isState);
