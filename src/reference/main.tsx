/** The entry point of the reference page. */
import { render } from "preact";
import { Page } from "./page.js";

render(<Page />, document.getElementById("reference") as HTMLElement);
