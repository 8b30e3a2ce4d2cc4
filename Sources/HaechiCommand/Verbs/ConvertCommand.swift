import ArgumentParser
import Foundation
import Models

/// `haechi convert HFDIR -o BUNDLE`: int8 weights in the kernels' order.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Convert a Hugging Face folder into an int8 bundle.")

  @Argument(help: "The folder with config.json, model.safetensors, tokenizer.model and haechi.json.", completion: .directory)
  var folder: String

  @Option(name: [.customShort("o"), .long], help: "The bundle to write.", completion: .file())
  var output: String

  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reportingFailure {
      let bundle = URL(fileURLWithPath: output)
      try BundleWriter.write(Checkpoint(directory: URL(fileURLWithPath: folder)), to: bundle)
      WorkshopProgress(language: language.language).say(.wroteBundle(path: bundle.path))
    }
  }
}
