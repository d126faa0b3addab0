#!/usr/bin/env bash
# Starts Azurite and the Functions app on this machine, and says what is missing. Ctrl+C ends both.
set -euo pipefail
cd "$(dirname "$0")/.."
data=${AZURITE_DATA:-data/azurite}

need() { command -v "$1" >/dev/null || { echo "Missing: $1. $2" >&2; exit 1; }; }
need dotnet "Install the .NET 10 SDK: https://dot.net"
need func "Install Azure Functions Core Tools v4: npm install -g azure-functions-core-tools@4"
need npx "Install Node.js 20 or newer, which brings Azurite: https://nodejs.org"

mkdir -p "$data"
if (exec 3<>/dev/tcp/127.0.0.1/10001) 2>/dev/null; then
  echo "Something listens on port 10001 already; it is taken for Azurite."
else
  npx --yes azurite --silent --skipApiVersionCheck --location "$data" &
  azurite=$!
  trap 'kill "$azurite" 2>/dev/null' EXIT
  for _ in $(seq 60); do (exec 3<>/dev/tcp/127.0.0.1/10001) 2>/dev/null && break || sleep 1; done
fi

# Core Tools builds only a project in the current directory.
cd src/TemplateFunctions.App
func start "$@"
