// Starts Scalar's reference without the fonts, telemetry and services of other servers.
Scalar.createApiReference("#reference", {
  url: "/api/openapi.json",
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: "never",
  agent: { disabled: true },
  defaultHttpClient: { targetKey: "shell", clientKey: "curl" },
});
