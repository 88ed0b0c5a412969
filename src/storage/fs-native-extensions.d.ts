declare module 'fs-native-extensions' {
  /** Locks a range of an open file for this descriptor alone; false where somebody else holds it. */
  export function tryLock(file: number, offset: number, length: number): boolean;
}
