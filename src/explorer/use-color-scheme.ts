/** The color scheme that the system prefers. */
import { useEffect, useState } from "preact/hooks";

export type ColorScheme = "light" | "dark";

const DARK = "(prefers-color-scheme: dark)";
const find = (): ColorScheme => (matchMedia(DARK).matches ? "dark" : "light");

export function useColorScheme(): ColorScheme {
  const [scheme, setScheme] = useState(find);
  useEffect(() => {
    const query = matchMedia(DARK);
    const follow = () => setScheme(find());
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, []);
  return scheme;
}
