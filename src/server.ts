/** The entry point of the server. */
import { serve } from "./serve.js";

await serve(process.env);
