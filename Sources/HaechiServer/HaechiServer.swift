#if Server
  import ArgumentParser
  import Haechi
  import Service

  /// `haechi-server`: the guardian behind HTTP.
  @main
  struct HaechiServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "haechi-server",
      abstract: "Answers POST /v1/check with verdicts of the guardian that is inside this binary.")

    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port to listen on.") var port = 8080

    func validate() throws {
      guard (0...65535).contains(port) else {
        throw ValidationError("--port is \(port); it must lie between 0 and 65535.")
      }
    }

    func run() async throws {
      try await GuardianService(guardian: Guardian()).application(host: host, port: port).runService()
    }
  }
#else
  import Foundation

  /// Without the trait `Server` no HTTP library is linked, so the binary says how to get one that is.
  @main
  struct HaechiServer {
    static func main() {
      FileHandle.standardError.write(
        Data("haechi-server was built without HTTP. Build it with: swift build --traits Server\n".utf8))
      exit(69)
    }
  }
#endif
