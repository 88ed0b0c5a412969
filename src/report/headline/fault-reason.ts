/** Why a site could not be asked, and the command to run, if the reason ends with one. */
export interface FaultReason {
  readonly reason: string;
  readonly command: string | undefined;
}

/** Separates a reason from the command at its end, which must not be folded: "… is not set. Run: npm run doctor". */
export function splitReason(text: string): FaultReason {
  const [, reason, command] = /^(.*?)\s*\bRun: (npm run \S.*?)\.?$/s.exec(text) ?? [];
  return reason === undefined ? { reason: text, command: undefined } : { reason, command };
}

/** Returns the name of a site in the list of sites, for commands; undefined if it is an address or unknown. */
export function listedName(site: string): string | undefined {
  return /^[\w-]+$/.test(site) ? site : undefined;
}
