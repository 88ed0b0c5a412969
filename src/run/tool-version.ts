import metadata from '../../package.json' with { type: 'json' };

/** Name and version of this tool, as results carry them. */
export const TOOL = `${metadata.name} ${metadata.version}`;
