import ArgumentParser
import Foundation
import Tokenization

/// `haechi spm train`: text into a SentencePiece model, with the flags of `spm_train`.
///
/// The flags are read here and not by the argument parser, since `spm_train` takes them in forms that the
/// parser does not know: `--byte_fallback`, `--byte_fallback=false` and `--nobyte_fallback` are all right.
struct SpmTrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a SentencePiece model: unigram, bpe, word or char.",
    discussion: SpmTrainFlags.help)

  @Argument(parsing: .captureForPassthrough, help: "The flags of spm_train; see below.")
  var flags: [String] = []

  func run() throws {
    let language = SpmTrainFlags.language(flags)
    OutputFile.reportClosedPipes()
    if flags.contains(where: { ["--help", "-h", "-help"].contains($0) }) {
      try OutputFile.standardOutput.write(Array((SpmTrainFlags.help + "\n").utf8))
      return
    }
    do {
      try train(SpmTrainFlags(flags), language)
    } catch let fault as SpmTrainFault {
      OutputFile.standardError.writeLine("haechi: " + fault.text(in: language))
      throw ExitCode(fault.status.rawValue)
    }
  }

  private func train(_ flags: SpmTrainFlags, _ language: Language) throws {
    let progress = SpmTrainProgress(language: language)
    do {
      let trainer = try SentencePieceTrainer(settings: flags.settings())
      let result = try trainer.train(files: flags.inputs) { progress.show($0) }
      progress.erase()
      try write(result.model.serialized(), to: flags.prefix + ".model")
      try write(
        SpmVocabulary.text(of: result.model, withScores: flags.writesScores), to: flags.prefix + ".vocab")
      progress.summarize(result, prefix: flags.prefix)
    } catch let error as TokenizerTrainingError {
      progress.erase()
      throw SpmTrainFault.training(error)
    }
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    do { try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
      throw SpmTrainFault.unwritable(path: path, reason: Detail.reason("\(error)"))
    }
  }
}
