import { badgeOf } from '../../conformance/level.ts';
import type { ConformanceResult } from '../../conformance/result.ts';
import { jsonText } from '../../json.ts';

/** Renders the result of a run for programs; schemas/conformance-result.schema.json describes it. */
export function conformanceJson(result: ConformanceResult): string {
  return jsonText(result);
}

/** Renders the level of a program as a badge, for https://shields.io/badges/endpoint-badge. */
export function conformanceBadge({ level }: Pick<ConformanceResult, 'level'>): string {
  return jsonText(badgeOf(level));
}
