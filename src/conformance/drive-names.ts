/** The ways to run a program: once with its arguments, as an MCP server, or as a server that is sent a request. */
export const DRIVES = ['command', 'mcp', 'http'] as const;

export type Drive = (typeof DRIVES)[number];
