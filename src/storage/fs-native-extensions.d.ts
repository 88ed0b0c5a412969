declare module 'fs-native-extensions' {
  /** Locks a range of an open file for this descriptor only; returns false if another holds it. */
  export function tryLock(file: number, offset: number, length: number): boolean;
}
