/**
 * POSIX modes of the files that are written; the umask restricts them further. `keepsMode`: a file that is replaced
 * passes its mode on to the new one.
 */
export const FILE_MODES = {
  /** Evidence in this tool's own folders. Access that was widened is restricted again. */
  private: { file: 0o600, folder: 0o700, keepsMode: false },
  /** A place that the user named: private when new; access that was widened later is intentional and stays. */
  named: { file: 0o600, folder: 0o700, keepsMode: true },
  /** Documents that are committed to git and contain nothing about a site: the umask decides, as it does for any editor. */
  shared: { file: 0o666, folder: 0o777, keepsMode: true },
} as const;

export type FileAccess = keyof typeof FILE_MODES;
