// Answers questions about logs with the library behind Go's checksum database: one JSON object a line, in and out.
package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type question struct {
	Asked                       string
	Note, Folder, Origin, Path  string
	Keys, Proof, Entries        []string
	Entry, Seed                 string
	Root, FirstRoot, SecondRoot string
	Index, Size, First, Second  int64
	Sizes                       []int64
	Places, Steps               [][2]int64
}

type answer map[string]any

func main() {
	out := json.NewEncoder(os.Stdout)
	lines := bufio.NewReader(os.Stdin)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var q question
		found := answer{}
		if err = json.Unmarshal(line, &q); err == nil {
			found, err = ask(q)
		}
		if err != nil {
			found = answer{"refused": err.Error()}
		}
		if err := out.Encode(found); err != nil {
			panic(err)
		}
	}
}

func ask(q question) (answer, error) {
	switch q.Asked {
	case "note":
		return open(q.Note, q.Keys)
	case "path":
		return path(q.Path)
	case "inclusion":
		root, err := hash(q.Root)
		if err != nil {
			return nil, err
		}
		entry, err := hex.DecodeString(q.Entry)
		if err != nil {
			return nil, err
		}
		proof, err := hashes(q.Proof)
		if err != nil {
			return nil, err
		}
		return answer{}, tlog.CheckRecord(proof, q.Size, root, q.Index, tlog.RecordHash(entry))
	case "consistency":
		first, err := hash(q.FirstRoot)
		if err != nil {
			return nil, err
		}
		second, err := hash(q.SecondRoot)
		if err != nil {
			return nil, err
		}
		proof, err := hashes(q.Proof)
		if err != nil {
			return nil, err
		}
		return answer{}, tlog.CheckTree(proof, q.Second, second, q.First, first)
	case "folder":
		return folder(q.Folder, q.Keys)
	case "tree":
		return tree(q)
	case "write":
		return write(q)
	}
	return nil, errors.New("no such question")
}

func hash(text string) (h tlog.Hash, err error) {
	raw, err := hex.DecodeString(text)
	if err == nil && copy(h[:], raw) != tlog.HashSize {
		err = errors.New("no hash")
	}
	return h, err
}

func hashes(texts []string) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(texts))
	for i, text := range texts {
		h, err := hash(text)
		if err != nil {
			return nil, err
		}
		found[i] = h
	}
	return found, nil
}

func inHex(list []tlog.Hash) []string {
	found := make([]string, len(list))
	for i, h := range list {
		found[i] = hex.EncodeToString(h[:])
	}
	return found
}

func open(text string, keys []string) (answer, error) {
	var known []note.Verifier
	for _, key := range keys {
		verifier, err := note.NewVerifier(key)
		if err != nil {
			return nil, err
		}
		known = append(known, verifier)
	}
	opened, err := note.Open([]byte(text), note.VerifierList(known...))
	if err != nil {
		return nil, err
	}
	return answer{"text": opened.Text, "signers": len(opened.Sigs)}, nil
}

// The paths of the checksum database name the height and call bundles data.
func path(text string) (answer, error) {
	rest, ok := strings.CutPrefix(text, "tile/")
	if !ok || strings.HasPrefix(rest, "data/") {
		return nil, errors.New("no tile")
	}
	if bundle, ok := strings.CutPrefix(rest, "entries/"); ok {
		rest = "data/" + bundle
	}
	tile, err := tlog.ParseTilePath(fmt.Sprintf("tile/%d/%s", height, rest))
	if err != nil {
		return nil, err
	}
	return answer{"level": tile.L, "index": tile.N, "width": tile.W}, nil
}

func pathOf(tile tlog.Tile) string {
	rest := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
	if bundle, ok := strings.CutPrefix(rest, "data/"); ok {
		rest = "entries/" + bundle
	}
	return "tile/" + rest
}

func parse(text string) (origin string, tree tlog.Tree, err error) {
	origin, rest, _ := strings.Cut(text, "\n")
	tree, err = tlog.ParseTree([]byte("go.sum database tree\n" + rest))
	return origin, tree, err
}

type tiles string

func (folder tiles) Height() int                         { return height }
func (folder tiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (folder tiles) ReadTiles(wanted []tlog.Tile) (found [][]byte, err error) {
	for _, tile := range wanted {
		raw, err := os.ReadFile(filepath.Join(string(folder), pathOf(tile)))
		if err != nil {
			return nil, err
		}
		found = append(found, raw)
	}
	return found, nil
}

func readEntries(folder string, size int64) (entries [][]byte, err error) {
	for first := int64(0); first < size; first += 1 << height {
		width := min(size-first, 1<<height)
		tile := tlog.Tile{H: height, L: -1, N: first >> height, W: int(width)}
		raw, err := os.ReadFile(filepath.Join(folder, pathOf(tile)))
		if err != nil {
			return nil, err
		}
		for len(raw) >= 2 {
			end := 2 + int(binary.BigEndian.Uint16(raw))
			if end > len(raw) {
				return nil, errors.New("a bundle ends within an entry")
			}
			entries = append(entries, raw[2:end])
			raw = raw[end:]
		}
	}
	if int64(len(entries)) != size {
		return nil, errors.New("the bundles do not hold as many entries as the checkpoint says")
	}
	return entries, nil
}

// Every entry, against hashes that the library has proved through the tiles up to the signed root.
func folder(where string, keys []string) (answer, error) {
	raw, err := os.ReadFile(filepath.Join(where, "checkpoint"))
	if err != nil {
		return nil, err
	}
	opened, err := open(string(raw), keys)
	if err != nil {
		return nil, err
	}
	origin, tree, err := parse(opened["text"].(string))
	if err != nil {
		return nil, err
	}
	entries, err := readEntries(where, tree.N)
	if err != nil {
		return nil, err
	}
	indexes := make([]int64, tree.N)
	for i := range indexes {
		indexes[i] = tlog.StoredHashIndex(0, int64(i))
	}
	proved, err := tlog.TileHashReader(tree, tiles(where)).ReadHashes(indexes)
	if err != nil {
		return nil, err
	}
	for i, entry := range entries {
		if tlog.RecordHash(entry) != proved[i] {
			return nil, fmt.Errorf("entry %d is not the one in the tree", i)
		}
	}
	return answer{"origin": origin, "size": tree.N, "root": hex.EncodeToString(tree.Hash[:])}, nil
}

type memory []tlog.Hash

func (stored memory) ReadHashes(indexes []int64) (found []tlog.Hash, err error) {
	for _, index := range indexes {
		found = append(found, stored[index])
	}
	return found, nil
}

func grow(entries []string) (stored memory, raws [][]byte, err error) {
	for n, entry := range entries {
		raw, err := hex.DecodeString(entry)
		if err != nil {
			return nil, nil, err
		}
		more, err := tlog.StoredHashes(int64(n), raw, stored)
		if err != nil {
			return nil, nil, err
		}
		stored, raws = append(stored, more...), append(raws, raw)
	}
	return stored, raws, nil
}

func tree(q question) (answer, error) {
	stored, _, err := grow(q.Entries)
	if err != nil {
		return nil, err
	}
	roots, inclusions, consistencies := map[string]string{}, [][]string{}, [][]string{}
	for _, size := range q.Sizes {
		root, err := tlog.TreeHash(size, stored)
		if err != nil {
			return nil, err
		}
		roots[fmt.Sprint(size)] = hex.EncodeToString(root[:])
	}
	for _, place := range q.Places {
		proof, err := tlog.ProveRecord(place[1], place[0], stored)
		if err != nil {
			return nil, err
		}
		inclusions = append(inclusions, inHex(proof))
	}
	for _, step := range q.Steps {
		proof, err := tlog.ProveTree(step[1], step[0], stored)
		if err != nil {
			return nil, err
		}
		consistencies = append(consistencies, inHex(proof))
	}
	return answer{"roots": roots, "inclusions": inclusions, "consistencies": consistencies}, nil
}

// A folder as the log publishes it, one checkpoint after the other.
func write(q question) (answer, error) {
	stored, raws, err := grow(q.Entries)
	if err != nil {
		return nil, err
	}
	signer, key, err := signerOf(q.Origin, q.Seed)
	if err != nil {
		return nil, err
	}
	notes, before := []string{}, int64(0)
	for _, size := range q.Sizes {
		for _, tile := range tlog.NewTiles(height, before, size) {
			raw, err := tlog.ReadTileData(tile, stored)
			if err != nil {
				return nil, err
			}
			if err := put(q.Folder, pathOf(tile), raw); err != nil {
				return nil, err
			}
			if tile.L > 0 {
				continue
			}
			tile.L = -1
			var bundle bytes.Buffer
			for _, entry := range raws[tile.N<<height:][:tile.W] {
				bundle.Write(binary.BigEndian.AppendUint16(nil, uint16(len(entry))))
				bundle.Write(entry)
			}
			if err := put(q.Folder, pathOf(tile), bundle.Bytes()); err != nil {
				return nil, err
			}
		}
		root, err := tlog.TreeHash(size, stored)
		if err != nil {
			return nil, err
		}
		text := fmt.Sprintf("%s\n%d\n%s\n", q.Origin, size, root)
		signed, err := note.Sign(&note.Note{Text: text}, signer)
		if err != nil {
			return nil, err
		}
		if err := put(q.Folder, "checkpoint", signed); err != nil {
			return nil, err
		}
		notes, before = append(notes, string(signed)), size
	}
	return answer{"key": key, "notes": notes}, nil
}

func signerOf(name, seed string) (note.Signer, string, error) {
	raw, err := hex.DecodeString(seed)
	if err != nil {
		return nil, "", err
	}
	public := ed25519.NewKeyFromSeed(raw).Public().(ed25519.PublicKey)
	key, err := note.NewEd25519VerifierKey(name, public)
	if err != nil {
		return nil, "", err
	}
	id := strings.Split(strings.TrimPrefix(key, name), "+")[1]
	private := base64.StdEncoding.EncodeToString(append([]byte{1}, raw...))
	signer, err := note.NewSigner(fmt.Sprintf("PRIVATE+KEY+%s+%s+%s", name, id, private))
	return signer, key, err
}

func put(folder, path string, raw []byte) error {
	where := filepath.Join(folder, path)
	if err := os.MkdirAll(filepath.Dir(where), 0o755); err != nil {
		return err
	}
	return os.WriteFile(where, raw, 0o644)
}
