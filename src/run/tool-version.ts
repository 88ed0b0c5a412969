import metadata from '../../package.json' with { type: 'json' };

/** Name of this tool. */
export const TOOL_NAME = metadata.name;

/** Version of this tool. */
export const TOOL_VERSION = metadata.version;

/** Name and version of this tool, as written to results. */
export const TOOL = `${TOOL_NAME} ${TOOL_VERSION}`;
