declare module 'har-schema' {
  const schemas: Readonly<Record<string, object>> & { readonly har: object };
  export default schemas;
}
