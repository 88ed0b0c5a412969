import metadata from '../../package.json' with { type: 'json' };

/** Name and version of this tool, as written to results. */
export const TOOL = `${metadata.name} ${metadata.version}`;
