/* The name of the program that works answers out, beside the scripts. */
export const wasmFile = "oxigraph.wasm";
