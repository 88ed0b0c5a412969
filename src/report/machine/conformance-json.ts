import type { ConformanceResult } from '../../conformance/result.ts';
import { jsonText } from '../../json.ts';

/** Renders the result of a run for programs; schemas/conformance-result.schema.json describes it. */
export function conformanceJson(result: ConformanceResult): string {
  return jsonText(result);
}
