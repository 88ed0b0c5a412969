export function keepSecret(_label: string, _value: string, _kind: 'token' | 'email' = 'token'): void {}
export function redact(text: string): string {
  return text;
}
