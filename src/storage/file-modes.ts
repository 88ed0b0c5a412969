/**
 * Who may read what is written, as POSIX modes; the umask takes away from them, too. `keepsMode`: a file that is replaced
 * passes its mode on to the new one.
 */
export const FILE_MODES = {
  /** Evidence in a place of ours. It is closed again where somebody had opened it to others. */
  private: { file: 0o600, folder: 0o700, keepsMode: false },
  /** A place that the user named: private when it is new; whoever opened it to others afterwards meant it. */
  named: { file: 0o600, folder: 0o700, keepsMode: true },
  /** Documents of the project that are committed to git and hold nothing of a site: as any editor would write them. */
  shared: { file: 0o666, folder: 0o777, keepsMode: true },
} as const;

export type FileAccess = keyof typeof FILE_MODES;
