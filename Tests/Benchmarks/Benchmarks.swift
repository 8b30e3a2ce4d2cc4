/// Speed measurements by name: `Benchmarks training [arguments]`.
@main
enum Benchmarks {
  static let all: [(name: String, run: @Sendable ([String]) throws -> Void)] = [
    ("training", TrainingBenchmark.run),
    ("inference", { _ in try runInferenceBenchmark() }),
    ("tokenizer", { try runTokenizerBenchmark($0) }),
  ]

  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let chosen = all.first(where: { $0.name == arguments.first }) else {
      print("usage: Benchmarks \(all.map(\.name).joined(separator: "|")) [arguments]")
      return
    }
    try chosen.run(Array(arguments.dropFirst()))
  }
}
