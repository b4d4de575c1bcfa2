// Checks a log of this registry with golang.org/x/mod/sumdb alone: opens its checkpoint with the verifier key, hashes every
// entry, compares the root, and proves entries and earlier trees from the tiles.
//
//	check-log <folder or URL of the log> <verifier key>
package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const width = 256

func main() {
	base, vkey := os.Args[1], os.Args[2]
	verifier, err := note.NewVerifier(vkey)
	must(err)
	head, err := note.Open(read(base, "checkpoint"), note.VerifierList(verifier))
	must(err)
	lines := strings.Split(head.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	must(sameText(lines[0], verifier.Name()))

	entries, stored := readEntries(base, size)
	whole, err := tlog.TreeHash(size, stored)
	must(err)
	must(sameText(whole.String(), root.String()))

	tree := tlog.Tree{N: size, Hash: root}
	tiles := tlog.TileHashReader(tree, tileReader{base})
	step, proved, earlier := size/500+1, 0, 0
	for n := int64(0); n < size; n += step {
		proof, err := tlog.ProveRecord(size, n, tiles)
		must(err)
		must(tlog.CheckRecord(proof, size, root, n, entries[n]))
		proved++
	}
	for n := int64(1); n <= size; n += size/50 + 1 {
		old, err := tlog.TreeHash(n, stored)
		must(err)
		proof, err := tlog.ProveTree(size, n, tiles)
		must(err)
		must(tlog.CheckTree(proof, size, root, n, old))
		earlier++
	}
	fmt.Printf("%s size %d root %s: %d entries, %d inclusion proofs, %d consistency proofs\n",
		lines[0], size, root, len(entries), proved, earlier)
}

// readEntries hashes every entry and keeps the hashes of all subtrees, as a log of x/mod would store them.
func readEntries(base string, size int64) (entries []tlog.Hash, stored tlog.HashReaderFunc) {
	var hashes []tlog.Hash
	stored = func(indexes []int64) (found []tlog.Hash, err error) {
		for _, index := range indexes {
			found = append(found, hashes[index])
		}
		return found, nil
	}
	for n := int64(0); n*width < size; n++ {
		count := size - n*width
		if count > width {
			count = width
		}
		bundle := read(base, tilePath("entries", n, count))
		for i := int64(0); i < count; i++ {
			length := int(binary.BigEndian.Uint16(bundle))
			hash := tlog.RecordHash(bundle[2 : 2+length])
			bundle = bundle[2+length:]
			added, err := tlog.StoredHashesForRecordHash(n*width+i, hash, stored)
			must(err)
			entries, hashes = append(entries, hash), append(hashes, added...)
		}
		must(sameText(strconv.Itoa(len(bundle)), "0"))
	}
	return entries, stored
}

// tileReader maps x/mod's tiles of height 8 to C2SP tlog-tiles.
type tileReader struct{ base string }

func (tileReader) Height() int                     { return 8 }
func (tileReader) SaveTiles([]tlog.Tile, [][]byte) {}
func (r tileReader) ReadTiles(tiles []tlog.Tile) (data [][]byte, err error) {
	for _, t := range tiles {
		data = append(data, read(r.base, tilePath(strconv.Itoa(t.L), t.N, int64(t.W))))
	}
	return data, nil
}

func tilePath(level string, n, w int64) string {
	path := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		path = fmt.Sprintf("x%03d/%s", n%1000, path)
	}
	if w < width {
		path += fmt.Sprintf(".p/%d", w)
	}
	return "tile/" + level + "/" + path
}

func read(base, path string) []byte {
	if !strings.HasPrefix(base, "http://") {
		data, err := os.ReadFile(base + "/" + path)
		must(err)
		return data
	}
	response, err := http.Get(base + "/" + path)
	must(err)
	defer response.Body.Close()
	must(sameText(response.Status, "200 OK"))
	data, err := io.ReadAll(response.Body)
	must(err)
	return data
}

func sameText(found, wanted string) error {
	if found == wanted {
		return nil
	}
	return fmt.Errorf("%s is not %s", found, wanted)
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
